/** Pieces of Kubernetes that values hold: as strict as is known here, the API server knows the rest. */
import Type, { type TProperties } from 'typebox';

/** A misspelt value is refused, and every value may be left out. */
export const Values = (properties: TProperties) => Type.Partial(Type.Object(properties), { additionalProperties: false });

export const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
export const Quantity = Type.String({ pattern: '^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$' });
export const Text = Type.String();
export const Named = Type.String({ pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$', maxLength: 63 });
export const Image = Type.String({ pattern: '^[a-z0-9].*[:@].+$' });
export const Texts = Type.Record(Type.String(), Type.String());
export const Switch = Type.Boolean();
export const AsKubernetesHasIt = Type.Object({});
export const ListAsKubernetesHasIt = Type.Array(Type.Object({}));

const Amounts = Values({ cpu: Type.Union([Quantity, Type.Number({ exclusiveMinimum: 0 })]), memory: Quantity });
export const Resources = Values({ requests: Amounts, limits: Amounts });
