import type { Contact, Texts } from './shape.ts';
import { wordsFr } from './words/fr.ts';

const reach = ({ phone, email }: Contact) =>
  phone ? `téléphonez au ${phone} ou écrivez à ${email}` : `écrivez à ${email}`;

/** As the public bodies of the Vallée d'Aoste write. */
export const fr: Texts = {
  locale: 'fr-IT',
  colon: '\u00a0:',
  subjects: {
    invitation: "Convocation de l'équipe multidisciplinaire",
    update: 'Convocation modifiée',
    cancellation: 'Réunion annulée',
    cancellation_of_part: "Votre participation n'est plus demandée",
    reminder: 'Rappel\u00a0: votre réponse à la convocation est attendue',
    minutes: "Procès-verbal de la réunion de l'équipe",
    letter: 'Invitation à une rencontre',
    letter_update: 'Notre rencontre est modifiée',
    letter_cancellation: 'Notre rencontre est annulée',
    confirmation: 'Réunion confirmée',
    confirmation_lost: 'La réunion n’est plus confirmée',
    answers_overdue: 'Réponses en retard',
    mail_failed: 'Convocation non remise',
    meeting_record: "Procès-verbal de la réunion de l'équipe pour l'organisme",
  },
  openings: {
    invitation: ({ organizer, day }) => [
      `${organizer} vous invite à la réunion de l'équipe multidisciplinaire du ${day}.`,
      'Vous trouvez ici les dossiers qui vous concernent, les participants à chacun et la façon de répondre.',
    ],
    update: ({ day }) => [`La convocation à la réunion du ${day} a été modifiée. Voici ce qui change pour vous.`],
    cancellation: ({ day }) => [
      `La réunion du ${day} est annulée. Vous n'avez rien à faire\u00a0: vous pouvez la retirer de votre agenda.`,
    ],
    cancellation_of_part: ({ day }) => [
      `Votre participation à la réunion du ${day} n'est plus demandée. Vous n'avez rien à faire\u00a0: vous pouvez la retirer de votre agenda.`,
    ],
    reminder: ({ day }) => [
      `Nous vous rappelons la réunion de l'équipe multidisciplinaire du ${day}. Nous n'avons pas encore reçu votre réponse.`,
    ],
    minutes: ({ day }) => [
      `Voici le procès-verbal de la réunion du ${day}, pour les dossiers auxquels vous avez participé.`,
    ],
    letter: ({ organizer, day }) => [
      `${organizer} vous invite à une rencontre le ${day}.`,
      'Les personnes qui vous aident seront présentes. Nous voulons écouter ce qui est important pour vous et décider ensemble des prochaines étapes.',
    ],
    letter_update: ({ organizer, day }) => [
      `Notre rencontre est modifiée. ${organizer} vous attend le ${day}.`,
      'Nous vous prions d’excuser ce changement.',
    ],
    letter_cancellation: ({ day }) => [
      `La rencontre du ${day} n'aura pas lieu. Vous ne devez ni venir ni faire quoi que ce soit.`,
      'Si une nouvelle rencontre est utile, nous vous écrirons. Cela ne change rien aux aides que vous recevez.',
    ],
    confirmation: ({ day }) => [
      `Toutes les personnes dont la présence est nécessaire participeront à la réunion du ${day}.`,
    ],
    confirmation_lost: ({ day }) => [
      `Une personne dont la présence est nécessaire ne participe plus à la réunion du ${day}. La réunion n'est plus confirmée\u00a0: veuillez décider de la déplacer ou de remplacer cette personne.`,
    ],
    answers_overdue: ({ day }) => [
      `Le délai de réponse à la convocation du ${day} est passé et certaines réponses manquent.`,
    ],
    mail_failed: ({ day }) => [
      `La convocation à la réunion du ${day} n'a pas pu être remise aux personnes indiquées ci-dessous. Veuillez les contacter autrement ou corriger l'adresse.`,
    ],
    meeting_record: ({ organizer, day }) => [
      `${organizer} transmet le procès-verbal de la réunion de l'équipe multidisciplinaire du ${day}, à laquelle votre organisme a participé.`,
    ],
  },
  greeting: (name) => `Bonjour ${name},`,
  clock: (hour, minute) => `${hour} h ${minute}`,
  fromTo: (from, to, ends) => `de ${from} à ${to}${ends}`,
  calendarTitle: 'Équipe multidisciplinaire',
  more: (count) => (count === 1 ? 'et un autre' : `et ${count} autres`),
  changes: {
    time: () => 'Le jour ou l’heure a changé.',
    place: () => 'Le lieu a changé.',
    mode: () => 'La façon de participer a changé.',
    member_added: (name, caseName) => `Participe désormais\u00a0: ${name}${caseName && `, dossier ${caseName}`}.`,
    member_removed: (name, caseName) => `Ne participe plus\u00a0: ${name}${caseName && `, dossier ${caseName}`}.`,
    case_withdrawn: (_, caseName) => `Le dossier ${caseName} n'est plus traité.`,
    you_were_removed: (_, caseName) =>
      caseName
        ? `Votre participation au dossier ${caseName} n'est plus demandée.`
        : "Votre participation n'est plus demandée.",
    answer_by: () => 'Le délai de réponse a changé.',
  },
  formalNotice:
    'Ce courrier électronique certifié (PEC) est la communication formelle\u00a0; la version pour l’agenda est envoyée à l’adresse ordinaire.',
  answerButton: 'Répondre à la convocation',
  answerHint:
    'Vous pouvez accepter, répondre peut-être, refuser ou indiquer une personne de votre organisme qui vous remplace. La réponse peut être modifiée jusqu’à la réunion.',
  calendarHint: 'Vous pouvez aussi répondre depuis votre agenda.',
  documentsButton: 'Ouvrir les documents',
  documentsHint: 'Les documents se trouvent sur une page protégée. Chaque consultation est enregistrée.',
  attached: 'Les documents qui vous concernent sont joints.',
  copyAddress: 'Si le bouton ne fonctionne pas, copiez cette adresse dans le navigateur\u00a0:',
  withheldWhy:
    "Selon la finalité, l'accord avec votre organisme et votre fonction, les données suivantes ne vous sont pas communiquées\u00a0:",
  confidential: (name) =>
    `Message réservé à ${name}. Il contient des données personnelles\u00a0: ne le transférez pas. Si vous l'avez reçu par erreur, effacez-le et avertissez l'expéditeur.`,
  letterFooter: (organizer) =>
    `Si cette lettre ne vous est pas destinée, veuillez la détruire et avertir ${organizer}. Merci.`,
  automatic: (organizer) => `Message envoyé automatiquement pour le compte de ${organizer}.`,
  extract: {
    filename: 'extrait.pdf',
    title: "Extrait de l'analyse préliminaire",
    intro: (organizer) =>
      `Extrait préparé par ${organizer} pour qui participe à la réunion. Il ne contient que ce que permettent la finalité, l'accord et la fonction de la personne destinataire.`,
    noContent: 'Rien de cette analyse ne peut être communiqué à la personne destinataire.',
    confidential: 'Confidentiel',
    tooLong:
      'Le document dépasse le nombre maximal de pages et se termine ici. Le reste est à demander à qui a convoqué la réunion.',
  },
  minutes: {
    filename: 'compte-rendu.pdf',
    intro: (organizer) =>
      `Compte rendu transmis par ${organizer} aux personnes qui ont participé. Il porte sur les dossiers auxquels la personne destinataire a participé et contient seulement ce que la finalité, l'accord et sa fonction permettent.`,
    noDecisions: 'Pour ce dossier, le document ne contient aucune décision.',
  },
  letterFilename: 'lettre.pdf',
  page: (page, of) => `page ${page} sur ${of}`,
  letter: {
    answerButton: "Répondre à l'invitation",
    bringTitle: 'Que faut-il apporter',
    bring: [
      "une pièce d'identité",
      'cette lettre, même sur votre téléphone',
      'les documents qui vous semblent utiles, si vous en avez',
    ],
    otherDayTitle: 'Si vous ne pouvez pas venir',
    otherDay: (contact) => [
      `Vous pouvez demander un autre jour\u00a0: ${reach(contact)}. ${contact.person} vous répondra.`,
      'Vous pouvez venir avec une personne de confiance. Si vous avez besoin d’un interprète ou du mal à venir, dites-le-nous\u00a0: nous trouverons une solution.',
    ],
    whoFollows: 'La personne qui vous suit',
    closing: 'Cordialement',
  },
  labels: {
    when: 'Quand',
    where: 'Où',
    mode: 'Comment',
    link: 'Lien',
    organizer: 'Convoqué par',
    contact: 'Contact',
    answer_by: 'Répondre avant le',
    attendance: 'Votre présence',
    required: 'nécessaire',
    case: 'Dossier',
    case_manager: 'Responsable du dossier',
    team: 'Participants',
    present: 'Personnes présentes',
    changes: 'Ce qui change',
    before: 'Avant',
    decisions: 'Décisions',
    responsible: 'par',
    due_on: 'avant le',
    minutes: 'Procès-verbal',
    answers: 'Réponses',
    invited: 'Personnes invitées par lettre',
    unreached: 'Personnes non jointes',
    withheld: "Ce qui n'est pas communiqué",
    subject: 'Personne',
    born: 'Date de naissance',
    tax_code: 'Code fiscal',
    stp_eni_code: 'Code STP ou ENI',
    residence: 'Résidence',
    phone: 'Téléphone',
    email: 'Courriel',
    guardian: 'Parent ou tuteur',
    assessed: 'Analyse',
    household: 'Foyer',
    household_size: 'Membres',
    activable: 'disponible pour le travail',
    needs: 'Besoins',
    resources: 'Ressources',
    notes: 'Notes',
    outcome: 'Résultat proposé',
    age: 'âge',
    recipient: 'Pour',
    reference: 'Référence',
  },
  words: wordsFr,
};
