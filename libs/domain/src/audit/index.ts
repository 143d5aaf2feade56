export { cutAudit } from './cut-audit.ts';
export { readAudit, type AuditFilter, type AuditPlace } from './read-audit.ts';
export { verifyAudit } from './verify-audit.ts';
