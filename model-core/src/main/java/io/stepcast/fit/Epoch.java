package io.stepcast.fit;

/**
 * One pass over the training windows.
 *
 * @param number from 1
 * @param trainingLoss mean loss of its batches, each before the step it led to
 * @param validationLoss loss over the validation windows after the epoch; NaN where there are none
 */
public record Epoch(int number, double trainingLoss, double validationLoss) {}
