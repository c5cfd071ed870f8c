/** NIST SP 800-63B asks for 8 at least where it is the only factor; ten is the floor here. */
export const PASSWORD_MINIMUM = 10;

/** Hashing takes time with the length, so there is an end. */
export const PASSWORD_MAXIMUM = 128;
