/** `SESSION_HEADER` of libs/contracts, whose code a browser would load with it. */
export const SESSION_HEADER = 'X-Persona-Console';
