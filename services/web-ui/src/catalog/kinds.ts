/** The kinds of things in the catalog; each has pages below its own path. */
const editableKinds = ['offerings', 'specifications', 'characteristics', 'prices', 'categories'] as const;
export type EditableKind = (typeof editableKinds)[number];
export const kinds = [...editableKinds, 'publications'] as const;
export type Kind = (typeof kinds)[number];

export const isEditable = (kind: string): kind is EditableKind => editableKinds.some((one) => one === kind);

export const pathOf = (kind: Kind, id?: string): string => (id === undefined ? `/catalog/${kind}` : `/catalog/${kind}/${id}`);
