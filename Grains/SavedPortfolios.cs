using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Grains;

/// <summary>Whether what is saved of portfolios can go on with the settings of this start.</summary>
public static class SavedPortfolios
{
    /// <summary>Reads every portfolio as its grain would.</summary>
    /// <exception cref="SettingException">
    /// One was saved with other symbols or strategies, or by a program of another format; says which, in one line.
    /// </exception>
    public static async Task CheckAsync(ClusterTrading trading, IPortfolioStore store, CancellationToken cancellation)
    {
        foreach (var (key, setup) in trading.Portfolios)
        {
            if (await store.LoadAsync(key, cancellation) is not { } saved)
                continue;
            try
            {
                SavedState.Read(saved, new PortfolioSide(setup.Portfolio, trading.ArrivalWait, PortfolioGrain.EquityInterval));
            }
            catch (StateException e)
            {
                throw new SettingException(
                    $"portfolio '{key}' is in the database, and can not be gone on with: {e.Message}. Give back the settings and the program that it is of, or take another database");
            }
        }
    }
}
