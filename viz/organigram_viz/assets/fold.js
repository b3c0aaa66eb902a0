// Text without case and accents, as names are compared while one types.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
