import type { Texts } from './texts.ts';

export const fr: Texts = {
  clock: (hour, minute) => `${hour} h ${minute}`,
  hours: (from, to) => `de ${from} à ${to}`,
  greeting: (name) => `Bonjour ${name},`,
  meeting: {
    heading: 'Quand et où',
    day: 'Jour',
    time: 'Horaire',
    from: 'Début',
    to: 'Fin',
    place: 'Lieu',
    placeOpen: 'Le lieu n’est pas encore fixé.',
    online: 'Connexion',
    join: 'Rejoindre la réunion en ligne',
    linkOpen: 'Le lien de connexion n’est pas encore disponible.',
    mode: 'Déroulement',
    modes: { in_person: 'En présence', online: 'En ligne', hybrid: 'En présence ou en ligne' },
    status: 'État de la réunion',
    statuses: {
      convened: 'Convoquée, en attente des réponses',
      confirmed: 'Confirmée',
      held: 'A eu lieu',
      minuted: 'A eu lieu, le compte rendu est prêt',
      cancelled: 'Annulée',
    },
  },
  cases: {
    heading: {
      member: 'Vos cas dans cette réunion',
      delegate: 'Les cas dont il sera question',
      beneficiary: 'Qui participe à la rencontre',
    },
    number: (id) => `dossier ${id}`,
    unnamed: 'Cas sans autres données visibles',
    manager: 'Responsable du cas',
    members: 'Composition de l’équipe',
    unseen: 'La composition n’est pas visible.',
  },
  withheld: {
    heading: 'Ce que nous ne vous montrons pas',
    why: 'Le but de la réunion, les accords entre les organismes ou les consentements ne permettent pas de vous montrer ces données. Ce n’est pas une erreur :',
  },
  contact: { heading: 'Une question ?', lead: 'Vous pouvez vous adresser à :', phone: 'Téléphone' },
  answer: {
    title: 'Répondre à la convocation',
    heading: {
      member: 'Convocation à une réunion d’équipe',
      delegate: 'Convocation à une réunion d’équipe',
      beneficiary: 'Une rencontre avec les services',
    },
    lead: {
      member: (body) =>
        `Cette réunion est convoquée par : ${body}. Vous voyez ici quand et où elle a lieu, et vous pouvez répondre.`,
      delegate: (body) =>
        `Cette réunion est convoquée par : ${body}. Vous y participez à la place d’une personne de votre organisme. Vous voyez ici quand et où elle a lieu, et vous pouvez répondre.`,
      beneficiary: (body) =>
        `Une rencontre vous est proposée pour parler ensemble de votre parcours. Elle est organisée par : ${body}. Vous voyez ici quand et où elle a lieu, et vous pouvez nous dire si vous venez.`,
    },
    yours: 'Votre réponse',
    states: {
      needs_action: 'Vous n’avez pas encore répondu.',
      accepted: 'Vous avez répondu : je participe.',
      tentative: 'Vous avez répondu : je participe peut-être.',
      declined: 'Vous avez répondu : je ne participe pas.',
      delegated: 'Vous avez délégué une autre personne de votre organisme.',
    },
    delegate: 'À votre place vient',
    reason: 'Motif',
    reasons: {
      other_commitment: 'J’ai un autre engagement',
      absence: 'Je ne suis pas là ce jour-là',
      not_competent: 'Le cas ne concerne pas mon service',
      other: 'Un autre motif',
    },
    by: 'Date limite de réponse',
    required: 'Votre présence est nécessaire : sans votre accord, la réunion n’est pas confirmée.',
    mayChange: 'Vous pouvez changer votre réponse jusqu’au début de la réunion.',
    anotherDay: 'S’il vous faut un autre jour, demandez-le à la personne indiquée en bas de la page.',
    saved: 'Merci, votre réponse est enregistrée.',
    savedTitle: 'Réponse enregistrée',
    now: 'Répondre',
    change: 'Changer votre réponse',
    accept: 'Je participe',
    tentative: 'Je participe peut-être',
    decline: 'Je ne participe pas',
    why: 'Pourquoi ne pouvez-vous pas participer ?',
    sendDecline: 'Envoyer : je ne participe pas',
    delegateTo: 'Je délègue une autre personne',
    delegateHint:
      'Elle doit travailler dans le même organisme que vous. Elle recevra la convocation à votre place et répondra pour elle-même.',
    delegateLegend: 'Qui vient à votre place ?',
    givenName: 'Prénom',
    familyName: 'Nom',
    email: 'Adresse e-mail professionnelle',
    sendDelegate: 'Envoyer la délégation',
    closedHeading: 'Il n’est plus nécessaire de répondre',
    closed: {
      cancelled:
        'La réunion est annulée. Vous n’avez rien à faire. Si une nouvelle réunion est fixée, vous recevrez un autre message.',
      begun:
        'La réunion a déjà commencé ou elle est terminée, c’est pourquoi la réponse ne peut plus être changée ici. Si vous avez quelque chose à dire, adressez-vous à la personne indiquée ci-dessous.',
      removed:
        'Vous ne faites plus partie de cette réunion, vous n’avez donc pas à répondre. Si vous pensez que c’est une erreur, adressez-vous à la personne indiquée ci-dessous.',
    },
    closedElse:
      'Il n’est pas possible de répondre en ce moment. Pour toute question, adressez-vous à la personne indiquée ci-dessous.',
    personal: 'Ce lien est personnel : la personne qui l’ouvre peut répondre à votre place. Ne le transférez pas.',
  },
  errors: {
    title: 'Erreur',
    heading: 'Votre réponse n’a pas été enregistrée',
    fields: {
      answer: 'Choisissez une des réponses.',
      reason: 'Choisissez le motif pour lequel vous ne pouvez pas participer.',
      given_name: 'Indiquez le prénom de la personne qui vient à votre place.',
      family_name: 'Indiquez le nom de la personne qui vient à votre place.',
      email:
        'Vérifiez l’adresse e-mail : ce doit être l’adresse professionnelle d’une personne de votre organisme, avec la même partie après le @ que la vôtre, par exemple prenom.nom@organisme.it. Toute autre personne ne peut être convoquée que par l’organisateur.',
    },
    form: 'Les données envoyées ne sont pas complètes. Choisissez de nouveau votre réponse.',
    outdated:
      'La réunion a changé après que vous avez ouvert la page. Regardez les nouvelles données et répondez de nouveau.',
    notSaved: 'Voici la situation actuelle.',
  },
  documents: {
    title: 'Documents de la réunion',
    lead: (body) =>
      `Des documents confidentiels vous attendent, préparés par : ${body}. Vous pouvez les ouvrir uniquement depuis cette page.`,
    holds: 'Ce qu’ils contiennent',
    contents: {
      extract: 'L’extrait de l’analyse préliminaire, pour les cas indiqués ci-dessous',
      minutes: 'Le compte rendu de la réunion, pour les cas indiqués ci-dessous',
    },
    cases: 'Les cas',
    empty: 'Il n’y a aucun document à ouvrir en ce moment.',
    open: 'Ouvrir les documents',
    viewsLeft: 'Nombre d’ouvertures restantes',
    validUntil: 'Fin de validité du lien',
    button: 'Télécharger les documents (PDF)',
    counted:
      'Chaque ouverture est enregistrée et comptée. Le PDF reste sur votre appareil : supprimez-le quand vous n’en avez plus besoin.',
    spent:
      'Vous avez ouvert les documents autant de fois que prévu. Si vous en avez encore besoin, demandez un nouveau lien.',
    personal: 'Ce lien est personnel. Ne le transférez pas : les documents contiennent des données confidentielles.',
  },
  trouble: {
    titles: {
      unknown: 'Ce lien ne fonctionne pas',
      expired: 'Ce lien a expiré',
      spent: 'Ce lien a été utilisé autant de fois que prévu',
      void: 'Ce lien n’est plus valable',
      outdated: 'La réunion a changé',
      closed: 'Il n’est plus possible de répondre',
      invalid: 'Quelque chose n’est pas arrivé correctement',
      busy: 'Il y a trop de demandes',
      failed: 'Un problème est survenu',
      refused: 'La demande n’a pas été acceptée',
    },
    says: {
      unknown:
        'Le lien n’a peut-être pas été copié en entier. Revenez au message que vous avez reçu et ouvrez-le de là. S’il ne fonctionne pas, demandez un nouveau lien à l’organisme qui a convoqué la réunion.',
      expired:
        'Pour protéger les données, chaque lien est valable pour un temps limité. Si vous en avez encore besoin, demandez-en un nouveau à l’organisme qui a convoqué la réunion.',
      spent:
        'Pour protéger les données, les documents peuvent être ouverts un nombre limité de fois. Si vous en avez encore besoin, demandez un nouveau lien à l’organisme qui a convoqué la réunion.',
      void: 'Les documents ne sont plus disponibles par ce lien. Si vous pensez que c’est une erreur, adressez-vous à l’organisme qui a convoqué la réunion.',
      outdated:
        'Votre réponse n’a pas été enregistrée. Ouvrez de nouveau la page, regardez les nouvelles données et répondez.',
      closed:
        'La réunion a commencé ou a été annulée, ou vous n’en faites plus partie. Votre réponse n’a pas été enregistrée.',
      invalid: 'Rien n’a été enregistré. Ouvrez de nouveau la page et réessayez.',
      busy: 'Rien n’a été enregistré. Attendez quelques minutes et réessayez.',
      failed:
        'Le problème vient de nous, pas de vous. Attendez quelques minutes et réessayez ; s’il persiste, prévenez l’organisme qui a convoqué la réunion.',
      refused:
        'Rien n’a été enregistré. Si vous pensez que c’est une erreur, adressez-vous à l’organisme qui a convoqué la réunion.',
    },
    again: 'Ouvrir de nouveau la page',
    support: 'Code pour l’assistance',
  },
};
