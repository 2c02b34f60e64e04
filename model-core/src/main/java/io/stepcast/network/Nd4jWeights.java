package io.stepcast.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Named views of a flat array laid out by {@link ParameterLayout}: weights, or their gradient. Vectors are columns. */
final class Nd4jWeights {

    final INDArray weightIh;
    final INDArray weightHh;
    final INDArray biasIh;
    final INDArray headWeight;
    final INDArray headBias;

    Nd4jWeights(ParameterLayout layout, INDArray flat) {
        weightIh = view(flat, layout.block("weight_ih_l0"));
        weightHh = view(flat, layout.block("weight_hh_l0"));
        biasIh = view(flat, layout.block("bias_ih_l0"));
        headWeight = view(flat, layout.block("head.weight"));
        headBias = view(flat, layout.block("head.bias"));
    }

    private static INDArray view(INDArray flat, ParameterLayout.Block block) {
        INDArray slice = flat.get(NDArrayIndex.interval(block.offset(), block.offset() + block.length()));
        return block.rows() == 0
                ? slice.reshape('c', block.columns(), 1)
                : slice.reshape('c', block.rows(), block.columns());
    }
}
