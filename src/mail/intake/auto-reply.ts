import type { OpenMail } from './open-mail.ts';

/** Whether nobody sat down to write this mail (RFC 3834 section 5; the other headers are older habits of mail programs). */
export function isAutoReply(mail: OpenMail): boolean {
  const words = (name: string) => mail.header(name).map((value) => value.split(/[;(\s]/, 1)[0]?.toLowerCase());
  return (
    words('auto-submitted').some((word) => word !== 'no') ||
    [...words('x-autoreply'), ...words('x-autorespond')].some((word) => word !== 'no') ||
    words('precedence').some((word) => word === 'bulk' || word === 'auto_reply')
  );
}
