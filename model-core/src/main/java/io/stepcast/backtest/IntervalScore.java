package io.stepcast.backtest;

/**
 * How the intervals did. Widths are in standard deviations of the warm-up rows.
 *
 * @param coverage the nominal share of outcomes inside
 * @param empirical the share that was inside
 * @param meanWidth mean width
 * @param winkler mean interval score: the width, and 2 / (1 - coverage) times the distance of an outcome outside; less is better
 * @param fixedWinkler the same for an interval of one width per feature, the nominal quantile of the model's own absolute errors on
 *     the warm-up rows; NaN where these have none
 * @param worstFeatureDeviation the largest distance between a feature's share inside and the nominal one, over all series
 * @see <a href="https://doi.org/10.1198/016214506000001437">Gneiting and Raftery (2007), Strictly proper scoring rules, 6.2</a>
 */
public record IntervalScore(
        double coverage,
        double empirical,
        double meanWidth,
        double winkler,
        double fixedWinkler,
        double worstFeatureDeviation) {}
