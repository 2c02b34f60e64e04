package io.stepcast.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model, or several of the same kind. All but id, routes and device are the preset's where the file does not set them.
 *
 * @param id its name ({@code default}); with routes, that of the model for all series that no route takes
 * @param routes which series belong to which other model; the first that matches counts ({@code routes}, none)
 * @param preset {@code fast}
 * @param window time steps that the networks see
 * @param cell of the recurrent networks
 * @param layers of a recurrent network
 * @param hidden units per layer of a recurrent network
 * @param recurrentNetworks {@code recurrent-networks}
 * @param feedForwardNetworks {@code feed-forward-networks}
 * @param secondStage whether the mixture of the experts is corrected once more ({@code second-stage})
 * @param device where the networks live ({@code auto})
 * @param startFrom path or URI of the weights that a new model's first recurrent network begins with, or null for random ones
 */
public record ModelConfig(
        String id,
        List<ModelRoute> routes,
        Preset preset,
        int window,
        Cell cell,
        int layers,
        int hidden,
        int recurrentNetworks,
        int feedForwardNetworks,
        boolean secondStage,
        Device device,
        @Nullable String startFrom)
        implements Serializable {

    public ModelConfig {
        routes = List.copyOf(routes);
    }

    /** The model that a series belongs to: depends on the series' name alone. */
    public String idFor(String series) {
        for (ModelRoute route : routes) {
            if (route.matches(series)) {
                return route.id();
            }
        }
        return id;
    }

    /** The names of all models, {@link #id} first, then in the order of the routes. */
    public List<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(id);
        routes.forEach(route -> ids.add(route.id()));
        return new ArrayList<>(ids);
    }

    /** What a recurrent network is made of. */
    public enum Cell {
        LSTM,
        GRU
    }

    /** Where the networks live. */
    public enum Device {
        AUTO,
        CPU,
        CUDA
    }

    /** Whether there is any network. */
    public boolean hasNetworks() {
        return recurrentNetworks + feedForwardNetworks > 0;
    }
}
