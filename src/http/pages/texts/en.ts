import type { Texts } from './texts.ts';

export const en: Texts = {
  clock: (hour, minute) => `${hour}:${minute}`,
  hours: (from, to) => `${from} to ${to}`,
  greeting: (name) => `Dear ${name},`,
  meeting: {
    heading: 'When and where',
    day: 'Day',
    time: 'Time',
    from: 'Begins',
    to: 'Ends',
    place: 'Place',
    placeOpen: 'The place is not settled yet.',
    online: 'Link',
    join: 'Join the online meeting',
    linkOpen: 'The link is not available yet.',
    mode: 'How it is held',
    modes: { in_person: 'In person', online: 'Online', hybrid: 'In person or online' },
    status: 'State of the meeting',
    statuses: {
      convened: 'Called, waiting for answers',
      confirmed: 'Confirmed',
      held: 'Took place',
      minuted: 'Took place, the minutes are ready',
      cancelled: 'Cancelled',
    },
  },
  cases: {
    heading: {
      member: 'Your cases in this meeting',
      delegate: 'The cases to be discussed',
      beneficiary: 'Who takes part in the meeting',
    },
    number: (id) => `case ${id}`,
    unnamed: 'A case with no other details to show',
    manager: 'Case manager',
    members: 'Members of the team',
    unseen: 'The members are not shown.',
  },
  withheld: {
    heading: 'What we do not show you',
    why: 'The purpose of the meeting, the agreements between the bodies or the consents given do not allow us to show you these data. It is not a mistake:',
  },
  contact: { heading: 'Any questions?', lead: 'You can turn to:', phone: 'Phone' },
  answer: {
    title: 'Answer the invitation',
    heading: {
      member: 'You are called to a team meeting',
      delegate: 'You are called to a team meeting',
      beneficiary: 'A meeting with the services',
    },
    lead: {
      member: (body) => `${body} calls you to this meeting. Here you see when and where it is, and you can answer.`,
      delegate: (body) =>
        `${body} calls you to this meeting in the place of a colleague from your organisation. Here you see when and where it is, and you can answer.`,
      beneficiary: (body) =>
        `${body} invites you to a meeting to talk about your plan together. Here you see when and where it is, and you can tell us whether you will come.`,
    },
    yours: 'Your answer',
    states: {
      needs_action: 'You have not answered yet.',
      accepted: 'You answered: I will attend.',
      tentative: 'You answered: I may attend.',
      declined: 'You answered: I will not attend.',
      delegated: 'You are sending a colleague from your organisation.',
    },
    delegate: 'Coming in your place',
    reason: 'Reason',
    reasons: {
      other_commitment: 'I have another commitment',
      absence: 'I am away that day',
      not_competent: 'The case does not concern my service',
      other: 'Another reason',
    },
    by: 'Please answer by',
    required: 'Your presence is needed: the meeting is not confirmed without your answer.',
    mayChange: 'You can change your answer until the meeting begins.',
    anotherDay: 'If you need another day, please ask the person named at the bottom of this page.',
    saved: 'Thank you, your answer has been recorded.',
    savedTitle: 'Answer recorded',
    now: 'Answer',
    change: 'Change your answer',
    accept: 'I will attend',
    tentative: 'I may attend',
    decline: 'I will not attend',
    why: 'Why can you not attend?',
    sendDecline: 'Send: I will not attend',
    delegateTo: 'I am sending a colleague',
    delegateHint:
      'They must work for the same organisation as you. They will be invited in your place and answer for themselves.',
    delegateLegend: 'Who is coming in your place?',
    givenName: 'First name',
    familyName: 'Surname',
    email: 'Work email',
    sendDelegate: 'Send my colleague',
    closedHeading: 'No answer is needed any more',
    closed: {
      cancelled:
        'The meeting has been cancelled. You do not need to do anything. If a new one is arranged, you will get another message.',
      begun:
        'The meeting has begun or is over, so the answer cannot be changed here any more. If there is something to say, please contact the person named below.',
      removed:
        'You are not part of this meeting any more, so you do not need to answer. If you think this is a mistake, please contact the person named below.',
    },
    closedElse:
      'It is not possible to answer at the moment. If you have questions, please contact the person named below.',
    personal: 'This link is personal: whoever opens it can answer for you. Please do not forward it.',
  },
  errors: {
    title: 'Error',
    heading: 'Your answer has not been recorded',
    fields: {
      answer: 'Choose one of the answers.',
      reason: 'Choose the reason why you cannot attend.',
      given_name: 'Enter the first name of the person coming in your place.',
      family_name: 'Enter the surname of the person coming in your place.',
      email:
        'Check the email address: it must be the work address of somebody from your organisation, with the same part after the @ as yours, for example name.surname@body.it. Anybody else can only be called by the organizer.',
    },
    form: 'What was sent is not complete. Please choose your answer again.',
    outdated: 'The meeting changed after you opened the page. Please look at the new details and answer again.',
    notSaved: 'This is how things stand now.',
  },
  documents: {
    title: 'Documents of the meeting',
    lead: (body) => `${body} has prepared confidential documents for you. You can open them only from this page.`,
    holds: 'What is inside',
    contents: {
      extract: 'The extract of the preliminary analysis, for the cases listed below',
      minutes: 'The minutes of the meeting, for the cases listed below',
    },
    cases: 'The cases',
    empty: 'There is no document to open at the moment.',
    open: 'Open the documents',
    viewsLeft: 'How often you can still open them',
    validUntil: 'The link is valid until',
    button: 'Download the documents (PDF)',
    counted:
      'Each opening is recorded and counted. The PDF stays on your device: delete it when you no longer need it.',
    spent: 'You have opened the documents as often as the link allows. If you still need them, ask for a new link.',
    personal: 'This link is personal. Please do not forward it: the documents hold confidential data.',
  },
  trouble: {
    titles: {
      unknown: 'This link does not work',
      expired: 'This link has expired',
      spent: 'This link has been used as often as it allows',
      void: 'This link is not valid any more',
      outdated: 'The meeting has changed',
      closed: 'It is not possible to answer any more',
      invalid: 'Something did not arrive as it should',
      busy: 'There are too many requests',
      failed: 'Something went wrong',
      refused: 'The request was not accepted',
    },
    says: {
      unknown:
        'Perhaps the link was not copied whole. Go back to the message you received and open it from there. If it still does not work, ask whoever invited you for a new link.',
      expired:
        'To protect the data, every link is valid for a limited time. If you still need it, ask whoever invited you for a new one.',
      spent:
        'To protect the data, the documents can be opened a limited number of times. If you still need them, ask whoever invited you for a new link.',
      void: 'The documents are not available through this link any more. If you believe that this is a mistake, tell whoever invited you.',
      outdated: 'Your answer has not been recorded. Open the page again, look at the new details and answer.',
      closed:
        'The meeting has begun or was cancelled, or you are not part of it any more. Your answer has not been recorded.',
      invalid: 'Nothing was recorded. Open the page again and retry.',
      busy: 'Nothing was recorded. Wait a few minutes and retry.',
      failed: 'The problem is ours, not yours. Wait a few minutes and retry; if it goes on, tell whoever invited you.',
      refused: 'Nothing was recorded. If you think this is a mistake, contact whoever invited you.',
    },
    again: 'Open the page again',
    support: 'Code for support',
  },
};
