/** The things of the catalog: what they look like to everybody, and what people may write in them. */
export * from './category.ts';
export * from './category-content.ts';
export * from './charge/index.ts';
export * from './characteristic.ts';
export * from './characteristic-content.ts';
export * from './due-time.ts';
export * from './impact.ts';
export * from './offering.ts';
export * from './offering-texts.ts';
export * from './price.ts';
export * from './price-change.ts';
export * from './price-content.ts';
export * from './price-reduction.ts';
export * from './price-value.ts';
export * from './publication-obstacles.ts';
export * from './specification.ts';
export * from './units.ts';
