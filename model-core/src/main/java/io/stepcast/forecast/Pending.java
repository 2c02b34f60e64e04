package io.stepcast.forecast;

import io.stepcast.state.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A prediction that waits for its reading, with what it stood on. All arrays have shape [features] and the features' units.
 *
 * @param last the newest known values: persistence
 * @param linear what the linear expert predicted
 * @param spread the unit of the scores
 * @param stepScale the unit of the experts' steps
 * @param errorSize the size of error that the interval expected
 * @param slot the slot of the season of the moment predicted
 */
record Pending(
        Forecast forecast,
        double[] last,
        double[] linear,
        double[] spread,
        double[] stepScale,
        double[] errorSize,
        int slot,
        long modelVersion) {

    /** This with another forecast. */
    Pending with(Forecast other) {
        return new Pending(other, last, linear, spread, stepScale, errorSize, slot, modelVersion);
    }

    void write(DataOutput out) throws IOException {
        for (double[] array : arrays()) {
            StateArrays.writeDoubles(out, array);
        }
        for (Forecast.Band band : forecast.further()) {
            StateArrays.writeDoubles(out, band.lower());
            StateArrays.writeDoubles(out, band.upper());
        }
        out.writeInt(slot);
        out.writeLong(modelVersion);
    }

    static Pending read(DataInput in, ForecastConfig config) throws IOException {
        double[][] read = new double[8][config.features()];
        for (double[] array : read) {
            StateArrays.readDoubles(in, array);
        }
        List<Forecast.Band> further = new ArrayList<>();
        for (double coverage : config.coverages().subList(1, config.coverages().size())) {
            Forecast.Band band =
                    new Forecast.Band(coverage, new double[config.features()], new double[config.features()]);
            StateArrays.readDoubles(in, band.lower());
            StateArrays.readDoubles(in, band.upper());
            further.add(band);
        }
        int slot = in.readInt();
        long modelVersion = in.readLong();
        Forecast forecast = new Forecast(read[0], read[1], read[2], further);
        return new Pending(forecast, read[3], read[4], read[5], read[6], read[7], slot, modelVersion);
    }

    private double[][] arrays() {
        return new double[][] {
            forecast.expected(), forecast.lower(), forecast.upper(), last, linear, spread, stepScale, errorSize
        };
    }
}
