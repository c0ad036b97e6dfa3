/** Masks for screens and logs: enough for a person to recognise themselves, too little for anyone else. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** The family name stays; a compound name of four characters keeps two. */
export const maskName = (name: string): string => {
  const letters = Array.from(name.trim());
  const kept = letters.length >= 4 ? 2 : 1;
  return letters.slice(0, kept).join('') + '*'.repeat(Math.max(1, letters.length - kept));
};

export const maskIdNumber = (idNumber: string): string =>
  `${idNumber.slice(0, 4)}${'*'.repeat(Math.max(0, idNumber.length - 8))}${idNumber.slice(-4)}`;
