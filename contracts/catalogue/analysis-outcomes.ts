/**
 * What a preliminary analysis may propose. A list of its own version, because the ministry changes it: a record keeps the version it was written
 * under. Source: D.Lgs. 147/2017, article 5, and the ministerial guidelines on local networks, outcome of the analisi preliminare.
 */
export const analysisOutcomes = {
  version: '2026-01',
  codes: {
    service_pact: "Bisogni soprattutto di lavoro: patto di servizio con il centro per l'impiego",
    simple_inclusion_pact: "Bisogni non complessi: patto per l'inclusione sociale semplificato",
    assessment_framework: 'Bisogni complessi: équipe multidisciplinare e quadro di analisi approfondito',
    specialist_service: 'Presa in carico di un servizio specialistico',
    no_need: 'Nessun bisogno oltre al sostegno economico',
  },
} as const;

export const analysisOutcomeCodes = [
  'service_pact',
  'simple_inclusion_pact',
  'assessment_framework',
  'specialist_service',
  'no_need',
] as const satisfies readonly (keyof typeof analysisOutcomes.codes)[];
