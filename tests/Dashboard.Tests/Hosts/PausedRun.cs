using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.EndToEnd.Tests.Serve;

namespace TradeBooks.Dashboard.Tests.Hosts;

/// <summary>A served replay of the real bars of six stocks that stands still after some time slots.</summary>
internal sealed class PausedRun : IDisposable
{
    private readonly TemporaryFolder _folder;

    private PausedRun(TemporaryFolder folder, ServedProgram served)
    {
        _folder = folder;
        Served = served;
    }

    public ServedProgram Served { get; }

    public RunResults Results => new(_folder["out"]);

    /// <summary>The page of it, with the key handed over.</summary>
    public Uri WithKey => new(Served.Address, "#key=" + Served.ItsKey);

    /// <summary>Starts it; skips the test where there are no bars.</summary>
    public static async Task<PausedRun> StartAsync(int slots, string strategy = "lss")
    {
        var folder = new TemporaryFolder();
        try
        {
            // So slow that the first slot is all that would come in a day.
            var served = ServedProgram.Start([.. FinishedRun.Backtest(folder["out"], strategy), "--speed", "0.001x"]);
            var run = new PausedRun(folder, served);
            await served.UntilAsync("/api/replay", replay => replay.GetProperty("events").GetInt64() > 0);
            await served.PostAsync("/api/replay/pause");
            if (slots > 0)
                await run.StepAsync(slots);
            return run;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async Task StepAsync(int slots) => await Served.PostAsync($"/api/replay/step?slots={slots}");

    public void Dispose()
    {
        Served.Dispose();
        _folder.Dispose();
    }
}
