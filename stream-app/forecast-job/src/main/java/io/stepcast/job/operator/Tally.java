package io.stepcast.job.operator;

import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A count that goes on over crashes, restarts and rescaling: kept in operator state, shown as an accumulator that every client of
 * the cluster can read. Confined to the task thread.
 */
public final class Tally {

    private final ListState<Long> state;
    private final LongCounter shown = new LongCounter();
    private long count;

    /** Restores the count and shows it as the accumulator {@code name}. */
    public Tally(String name, OperatorStateStore store, RuntimeContext context) throws Exception {
        state = store.getListState(new ListStateDescriptor<>(name, Types.LONG));
        for (long part : state.get()) {
            count += part;
        }
        shown.add(count);
        context.addAccumulator(name, shown);
        context.getMetricGroup().gauge(name, () -> count);
    }

    public void increment() {
        count++;
        shown.add(1L);
    }

    /** Puts the count into the checkpoint being taken. */
    public void snapshot() throws Exception {
        state.update(List.of(count));
    }
}
