package io.stepcast.network;

/** The kinds of recurrent cells. */
public enum Cell {
    /**
     * Input gate, forget gate, candidate, output gate.
     *
     * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber (1997); forget gate: Gers et al. (2000)</a>
     */
    LSTM(4),
    /**
     * Reset gate, update gate, candidate, as {@code torch.nn.GRU} has them: the reset gate multiplies the recurrent term after its
     * matrix product.
     *
     * @see <a href="https://arxiv.org/abs/1406.1078">Cho et al. (2014)</a>
     */
    GRU(3);

    private final int blocks;

    Cell(int blocks) {
        this.blocks = blocks;
    }

    /** Blocks of hidden units in the weights of a cell. */
    int blocks() {
        return blocks;
    }
}
