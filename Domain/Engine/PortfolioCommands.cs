namespace TradeBooks.Domain.Engine;

/// <summary>What people have told a portfolio and waits until no slot is in hand; of each kind the last one counts.</summary>
/// <param name="strategies">How many strategies it has.</param>
internal sealed class PortfolioCommands(int strategies)
{
    private readonly bool?[] _pauses = new bool?[strategies];
    private bool? _halt;

    /// <summary>Whether anything waits.</summary>
    public bool Any => _halt is not null || Array.Exists(_pauses, pause => pause is not null);

    public void SetHalted(bool halted) => _halt = halted;

    public void SetPaused(int strategyIndex, bool isPaused) => _pauses[strategyIndex] = isPaused;

    /// <summary>Does what waits.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Obey(PortfolioEngine engine)
    {
        if (!Any)
            return false;
        if (_halt is { } halted)
        {
            _halt = null;
            if (halted)
                engine.HaltTrading();
            else
                engine.ResumeTrading();
        }

        for (var i = 0; i < _pauses.Length; i++)
        {
            if (_pauses[i] is not { } isPaused)
                continue;
            _pauses[i] = null;
            engine.SetPaused(i, isPaused);
        }

        return true;
    }
}
