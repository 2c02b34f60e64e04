package io.stepcast.backtest;

/** What is scored side by side. */
public enum Method {
    /** What the service publishes. */
    MODEL("model"),
    /** The mean of the recurrent networks alone; of the others, or persistence, where there is none. */
    LSTM("lstm"),
    /** The last known value. */
    PERSISTENCE("persistence"),
    /** The value one season of readings ago; the last known value where there is no such row or no season. */
    SEASONAL_NAIVE("seasonalNaive"),
    /** {@link OnlineAutoregression}. */
    ONLINE_LINEAR("onlineLinear");

    private final String id;

    Method(String id) {
        this.id = id;
    }

    /** Its name in results. */
    public String id() {
        return id;
    }
}
