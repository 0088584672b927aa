/** Aggregation pipelines that count channels, categories and values of attributes among the offerings that match a condition. */
import type { Document } from 'mongodb';
import { type AttributeCount, MAXIMUM_VALUES } from '../../rules/index.ts';
import type { Condition } from './word-conditions.ts';

export const channelFacetPipeline = (condition: Condition): Document[] => countEach('$shown.sales_channels', condition);

export const categoryFacetPipeline = (condition: Condition): Document[] => countEach('$search.category_writings', condition);

/** An offering has each text of the list once. */
const countEach = (list: string, condition: Condition): Document[] => [
  { $match: condition },
  { $project: { one: list } },
  { $unwind: '$one' },
  { $group: { _id: '$one', count: { $sum: 1 } } },
  { $sort: { count: -1, _id: 1 } },
  { $limit: MAXIMUM_VALUES },
];

/** Groups by offering and value first and then by value, so that an offering counts once per value. */
export const valueFacetPipeline = ({ only, except }: AttributeCount, condition: Condition): Document[] => [
  { $match: condition },
  { $project: { one: '$search.characteristics' } },
  { $unwind: '$one' },
  { $match: { 'one.attribute': only ?? { $nin: except } } },
  { $group: { _id: { offering: '$_id', bucket: '$one.bucket' }, written: { $min: '$one.written' } } },
  { $group: { _id: '$_id.bucket', written: { $min: '$written' }, count: { $sum: 1 } } },
  { $sort: { count: -1, _id: 1 } },
  { $limit: MAXIMUM_VALUES },
];
