package io.stepcast.job.operator;

import io.stepcast.job.wire.ArrivedWindow;
import io.stepcast.job.wire.RoutedWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each window to its series' model. The models' places ({@link ModelKeys}) are state: a model that was seen once keeps its place,
 * and so its key, whatever becomes of the routes. All subtasks restore the same list and add what the configuration has in the same
 * order, so they agree.
 */
public final class RoutingFunction extends ProcessFunction<ArrivedWindow, RoutedWindow>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

    private final List<String> configured;
    private final Routes routes;
    private transient ListState<String> state;
    private transient List<String> places;
    private transient Map<String, String> keys;

    /**
     * @param configured the ids of all models
     */
    public RoutingFunction(List<String> configured, Routes routes) {
        this.configured = List.copyOf(configured);
        this.routes = routes;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("models", Types.STRING));
        Set<String> seen = new LinkedHashSet<>();
        state.get().forEach(seen::add);
        seen.addAll(configured);
        places = new ArrayList<>(seen);
        keys = new HashMap<>();
        int maxParallelism = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        for (int place = 0; place < places.size(); place++) {
            String id = places.get(place);
            keys.put(id, ModelKeys.key(id, place, maxParallelism));
        }
    }

    @Override
    public void processElement(ArrivedWindow window, Context context, Collector<RoutedWindow> out) {
        String modelId = routes.modelOf(window.step().series());
        String key = keys.get(modelId);
        if (key == null) {
            throw new IllegalStateException("series '" + window.step().series() + "' is routed to model " + modelId
                    + ", which is none of " + configured);
        }
        out.collect(new RoutedWindow(key, window));
    }

    /** The list is the same everywhere and comes back to everyone, so one subtask writes it. */
    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        state.update(first ? places : List.of());
    }
}
