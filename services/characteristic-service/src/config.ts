/** What the characteristic service takes from its environment. */
import { readEnvironment } from '@catalog/http/server';
import { writeSideEnvironment } from '@catalog/write-side';
import Type from 'typebox';

export const readConfig = () => readEnvironment(Type.Object(writeSideEnvironment));
