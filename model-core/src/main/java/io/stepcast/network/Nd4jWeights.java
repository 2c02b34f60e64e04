package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Named views of a flat array laid out by {@link LstmParameters}: weights, or their gradient. Vectors are columns. */
final class Nd4jWeights {

    final INDArray weightIh;
    final INDArray weightHh;
    final INDArray biasIh;
    final INDArray headWeight;
    final INDArray headBias;

    Nd4jWeights(LstmParameters layout, INDArray flat) {
        weightIh = view(flat, layout.weightIh);
        weightHh = view(flat, layout.weightHh);
        biasIh = view(flat, layout.biasIh);
        headWeight = view(flat, layout.headWeight);
        headBias = view(flat, layout.headBias);
    }

    private static INDArray view(INDArray flat, LstmParameters.Block block) {
        INDArray slice = flat.get(NDArrayIndex.interval(block.offset(), block.offset() + block.length()));
        return block.rows() == 0
                ? slice.reshape('c', block.columns(), 1)
                : slice.reshape('c', block.rows(), block.columns());
    }
}
