/** /catalog begins with the offerings. */
import { redirect } from 'next/navigation';

export default function Catalog(): never {
  redirect('/catalog/offerings');
}
