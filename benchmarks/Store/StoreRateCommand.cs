using System.CommandLine;

namespace TradeBooks.Benchmarks.Store;

/// <summary><c>store-rate</c>: commits of one portfolio to PostgreSQL, one after the other.</summary>
internal static class StoreRateCommand
{
    public static Command Create()
    {
        var postgres = new Option<string>("--postgres") { Description = "Connection string of a database that may be written to", Required = true };
        var seconds = new Option<double>("--seconds") { Description = "How long each kind of commit is measured", DefaultValueFactory = _ => 5 };
        var command = new Command("store-rate", "Commits of one portfolio to PostgreSQL") { postgres, seconds };
        command.SetAction((result, cancellation) => StoreRate.RunAsync(
            result.GetRequiredValue(postgres), TimeSpan.FromSeconds(result.GetValue(seconds)), cancellation));
        return command;
    }
}
