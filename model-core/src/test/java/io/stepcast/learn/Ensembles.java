package io.stepcast.learn;

import io.stepcast.network.NetworkShape;
import java.util.ArrayList;
import java.util.List;

/** Ensembles of {@link LinearNetwork}s. */
public final class Ensembles {

    private Ensembles() {}

    /** Networks called lstm, lstm2, … and mlp, mlp2, …; each kind has an early rate of its own. */
    public static Ensemble of(NetworkShape shape, int recurrent, int feedForward) {
        List<Ensemble.Member> members = new ArrayList<>();
        for (int i = 0; i < recurrent; i++) {
            members.add(new Ensemble.Member(
                    i == 0 ? "lstm" : "lstm" + (i + 1), NetworkKind.RECURRENT, 7 + i, new LinearNetwork(shape)));
        }
        for (int i = 0; i < feedForward; i++) {
            members.add(new Ensemble.Member(
                    i == 0 ? "mlp" : "mlp" + (i + 1), NetworkKind.FEED_FORWARD, 3, new LinearNetwork(shape)));
        }
        return new Ensemble(new Ensemble.Dimensions(shape.time(), shape.inputs(), shape.outputs()), members);
    }
}
