/** What the pricing service takes from its environment. */
import { readEnvironment } from '@catalog/http/server';
import { sagaEnvironment, writeSideEnvironment } from '@catalog/write-side';
import Type from 'typebox';

export { sagaSettings as settings } from '@catalog/write-side';

export const readConfig = () => readEnvironment(Type.Object({ ...writeSideEnvironment, ...sagaEnvironment }));
