/** Everything that prevents a draft from being published, as the offering service reports it. */
import { catalogApi } from '../../api/clients.ts';
import { outcomeOf } from '../../api/outcome.ts';
import type { Text } from '../../text/en.ts';
import { Icon } from '../../ui/icon.tsx';

export async function Obstacles({ id, text }: { id: string; text: Text }) {
  const outcome = await outcomeOf((await catalogApi()).POST('/api/v1/offerings/{id}/validate', { params: { path: { id } }, body: {} }));
  if (!outcome.ok) return null;
  const { publishable, reasons } = outcome.data;
  return (
    <section className="panel" aria-labelledby="missing">
      <h2 id="missing">{text.builder.missing}</h2>
      {publishable ? (
        <p className="good-text">
          <Icon name="done" /> {text.builder.complete}
        </p>
      ) : (
        <ul className="missing">
          {reasons.map(({ code, message }) => (
            <li key={code + message}>
              <Icon name="warning" /> {message}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
