namespace TradeBooks.Grains;

/// <summary>
/// Which source's batch a symbol may take (docs/adr/0010), and which activation counts: what portfolios know beyond the
/// saved state is always of the source in turn, and another source's batch has to wait until all of that is in the state.
/// </summary>
/// <param name="symbol">The symbol.</param>
/// <param name="sources">How many sources it has.</param>
/// <param name="lanes">Its engines.</param>
/// <param name="state">What is saved.</param>
/// <param name="write">Makes it durable.</param>
/// <param name="fence">Has a lane's portfolio hear of no epoch below this one, and tells what it has heard.</param>
internal sealed class SourceTurn(
    string symbol, int sources, IReadOnlyList<SymbolLane> lanes, IPersistentState<SymbolState> state, Func<Task> write, Func<SymbolLane, long, Task<long>> fence)
{
    private long[]? _reported;
    private bool _isRaised;

    /// <summary>Reports say which activation they are of.</summary>
    public void SetEpoch()
    {
        foreach (var lane in lanes)
            lane.Side.Epoch = state.State.Epoch;
    }

    /// <summary>Lets a source have the turn; call it before anybody is told of its records, and between two batches.</summary>
    /// <exception cref="SourceWaitsException">It is another's turn still; nothing has changed.</exception>
    public async Task Take(string source)
    {
        // Of several activations that have loaded the same state one alone gets beyond this, whichever source comes first.
        if (sources > 1)
            await RaiseEpoch();
        if (state.State.Source == source)
            return;
        // Before the first turn there was nobody who could have reported anything.
        if (state.State.Source.Length > 0)
            await Fence();
        for (var i = 0; i < _reported?.Length; i++)
        {
            if (_reported[i] > lanes[i].Side.Sequence)
                throw new SourceWaitsException($"{symbol}: {source} waits until {state.State.Source} has brought again what was reported before");
        }

        state.State.Source = source;
        await write();
    }

    /// <summary>
    /// Shuts out the activations before this one, which may still run a batch: what they have reported by now is all that
    /// will ever count. Once for each activation; call it between two batches.
    /// </summary>
    /// <returns>Number of the last slot that they have reported, of each lane.</returns>
    public async Task<IReadOnlyList<long>> Fence()
    {
        if (_reported is { } known)
            return known;
        await RaiseEpoch();
        return _reported = await Task.WhenAll(lanes.Select(lane => fence(lane, state.State.Epoch)));
    }

    // Once for each activation.
    private async Task RaiseEpoch()
    {
        if (_isRaised)
            return;
        state.State.Epoch++;
        await write();
        SetEpoch();
        _isRaised = true;
    }
}
