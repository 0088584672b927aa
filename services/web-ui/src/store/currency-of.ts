/** The currency of a store address: USD, unless it names another that is known. Apart from the address, as browsers need no contracts. */
import { currencies, type Currency } from '@catalog/contracts';
import type { StoreAddress } from './address.ts';

export const currencyOf = ({ currency }: StoreAddress): Currency => currencies.find((one) => one === currency) ?? 'USD';
