/**
 * The clients' keys of the demo network, by the beginning of `x` or `n`. Their private halves stand in demo-keys.json, so that
 * everybody can sign with them: a gateway that others can reach refuses them.
 */
export const publishedKeys: ReadonlySet<string> = new Set([
  'In3fzkF1B3Kg-mNeUGCrLO5GhYbT04WthEDKCzgcNg0', // ats-amministratore
  'qLkufXukhg1qqYqP_Mu5nLCk4Wp6nlJ4xRVFsqLzn9w', // comune-sportello
  'oTxxpp-wfNe72b7TZbcndQkYuvfyO-FUSeEU-M-w-pL', // comune-cartella
  'qoTgIMPoo9IImz7lOKKVCpOb5eDgK9bunwvy5GSobRC', // cpi-sil
  'OyziOF_ZBiHjvAtCdA3MpojESTq6Za9SiTQQMFrviwY', // asl-cup
  'Vf9jnUjood-DyAQWGiDLGvzTAFAh4qiUtWd0WfF_wHE', // ic-segreteria
  '0OHOKyZcf-UcWrTC4BmJtpz8kDOiD8HlvHPdYOVHp2k', // associazione-ilponte
  'ovBCqeWLmRWXhXDP2dadsQwoFIihIdfmlG4C1CIOGCX', // cooperativa-laradice
  'aoBrLN3tNkRrnf8q3dwDMdfrV-VNaD89B3QSO0PHPVE', // casa-sportello
]);

/** The hash of the secret that the demo's one HTTP Basic client uses. */
export const publishedSecretHash =
  'pbkdf2-sha256$100000$ryhChAuuNXYwJklVfQCO4w$gHo-pxCHnnfqaNhQoyxZIMVF86Xf6aUx_FfA_zJDE8Y';
