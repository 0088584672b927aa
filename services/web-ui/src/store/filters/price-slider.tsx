'use client';
/** The slider of the price range; it moves between stops, so that small amounts get as much room as large ones. */
import { Slider } from '@base-ui/react/slider';

export default function PriceSlider({
  range,
  last,
  labelOf,
  text,
  onMove,
  onDone,
}: {
  range: number[];
  last: number;
  labelOf: (stop: number) => string;
  text: { legend: string; lowest: string; highest: string };
  onMove: (range: readonly number[]) => void;
  onDone: () => void;
}) {
  return (
    <Slider.Root
      className="slider"
      value={range}
      min={0}
      max={last}
      minStepsBetweenValues={1}
      aria-label={text.legend}
      onValueChange={(value) => onMove([value].flat())}
      onValueCommitted={onDone}
    >
      <Slider.Control className="slider-control">
        <Slider.Track className="slider-track">
          <Slider.Indicator className="slider-indicator" />
          <Slider.Thumb
            index={0}
            className="slider-thumb"
            getAriaLabel={() => text.lowest}
            getAriaValueText={(_, value) => labelOf(value)}
          />
          <Slider.Thumb
            index={1}
            className="slider-thumb"
            getAriaLabel={() => text.highest}
            getAriaValueText={(_, value) => labelOf(value)}
          />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}
