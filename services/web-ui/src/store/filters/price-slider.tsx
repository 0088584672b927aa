'use client';
/** The slider of the price range; its places are stops, so that small amounts have as much room as large ones. */
import { Slider } from '@base-ui/react/slider';

export default function PriceSlider({ range, last, said, text, onMove, onDone }: {
  range: number[];
  last: number;
  said: (place: number) => string;
  text: { legend: string; lowest: string; highest: string };
  onMove: (range: readonly number[]) => void;
  onDone: () => void;
}) {
  return (
    <Slider.Root className="slider" value={range} min={0} max={last} minStepsBetweenValues={1} aria-label={text.legend}
      onValueChange={(value) => onMove([value].flat())} onValueCommitted={onDone}>
      <Slider.Control className="slider-control">
        <Slider.Track className="slider-track">
          <Slider.Indicator className="slider-indicator" />
          <Slider.Thumb index={0} className="slider-thumb" getAriaLabel={() => text.lowest} getAriaValueText={(_, value) => said(value)} />
          <Slider.Thumb index={1} className="slider-thumb" getAriaLabel={() => text.highest} getAriaValueText={(_, value) => said(value)} />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}
