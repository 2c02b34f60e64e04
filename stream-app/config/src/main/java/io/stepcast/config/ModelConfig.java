package io.stepcast.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The model, or several of the same kind.
 *
 * @param id its name ({@code default}); with routes, that of the model for all series that no route takes
 * @param routes which series belong to which other model; the first that matches counts ({@code routes}, none)
 * @param window time steps that the network sees (8)
 * @param hidden hidden units of the LSTM (32)
 * @param device where the network lives ({@code auto})
 */
public record ModelConfig(String id, List<ModelRoute> routes, int window, int hidden, Device device)
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

    /** Where the network lives. */
    public enum Device {
        AUTO,
        CPU,
        CUDA
    }
}
