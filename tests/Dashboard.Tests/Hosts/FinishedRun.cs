using System.Text.Json;
using TradeBooks.Dashboard.Tests.Hosts;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.EndToEnd.Tests.Serve;
using TradeBooks.Tests;

[assembly: AssemblyFixture(typeof(FinishedRun))]

namespace TradeBooks.Dashboard.Tests.Hosts;

/// <summary>A served backtest of the real bars of six stocks that has come to its end; nobody changes anything in it.</summary>
public sealed class FinishedRun : IAsyncLifetime
{
    public const string Stocks = "AAPL,AMZN,GOOG,MSFT,NVDA,TSLA";

    private readonly TemporaryFolder _folder = new();
    private ServedProgram? _served;

    internal ServedProgram Served
    {
        get
        {
            SharedData.Path("bars");
            return _served!;
        }
    }

    internal RunResults Results => new(_folder["out"]);

    internal JsonElement Summary => Results.Figures();

    /// <summary>Arguments of a backtest of the real bars; skips the test where there are none.</summary>
    internal static string[] Backtest(string folder, string strategy = "lss") =>
        ["backtest", "--data", SharedData.Path("bars"), "--symbols", Stocks, "--strategy", strategy, "--out", folder];

    public async ValueTask InitializeAsync()
    {
        if (SharedData.TryPath("bars") is null)
            return;
        _served = ServedProgram.Start(Backtest(_folder["out"]));
        await _served.UntilFinishedAsync(_folder["out"]);
    }

    public ValueTask DisposeAsync()
    {
        _served?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
