'use client';
/** Shown when a page fails unexpectedly; in both languages, as nothing is known here. */
export default function Failed({ reset }: { error: Error; reset: () => void }) {
  return (
    <div className="nothing" role="alert">
      <h1>Something went wrong · Bir sorun oluştu</h1>
      <button type="button" className="button primary" onClick={reset}>
        Try again · Yeniden dene
      </button>
    </div>
  );
}
