using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TradeBooks.Cli.Output;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks status</c>: what a state file says.</summary>
internal static class StatusCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks status out
          tradebooks status out --json
        """;

    public static Command Create(CliHost host)
    {
        var folder = new Argument<string>("OUT") { Description = "Folder of the results, or a trading_state.json", DefaultValueFactory = _ => "." };
        var json = CommonOptions.Json("Print the state as JSON, without the engine's own part");
        var command = new Command("status", "Print the state of a run: cash, positions, equity") { folder, json };
        command.SetAction(result => host.Guard(() =>
        {
            var path = result.GetRequiredValue(folder);
            if (RunFolder.IsStarting(path))
                host.Error.WriteLine($"A run has begun in {path}; its state is not saved yet. What follows is older.");
            path = File.Exists(path) ? path : RunFolder.FindState(path);
            using var saved = TradingStateFile.Read(path)
                ?? throw new SettingException($"{path}: there is no such file; run a backtest first");
            if (result.GetValue(json))
                PrintJson(host, saved.Root);
            else
                host.Output.Write(Describe(path, saved, File.GetLastWriteTimeUtc(path)));
            return ExitCode.Success;
        }));
        return command;
    }

    private static void PrintJson(CliHost host, JsonElement root)
    {
        using var stream = host.OpenOutput();
        JsonOutput.Write(stream, json =>
        {
            foreach (var member in root.EnumerateObject())
            {
                if (member.Name != "engine")
                    member.WriteTo(json);
            }
        });
    }

    /// <summary>What a person wants to know of a saved run.</summary>
    /// <param name="path">Its state file.</param>
    /// <param name="saved">What that holds.</param>
    /// <param name="savedAt">When it was written, UTC.</param>
    /// <exception cref="StorageException">A part is missing.</exception>
    public static string Describe(string path, SavedState saved, DateTime savedAt)
    {
        try
        {
            using var text = new StringWriter { NewLine = "\n" };
            Print(text, saved.Root);
            if (saved.State.Partitions.Count > 0)
                PrintPartitions(text, saved.State.Partitions, savedAt);
            return text.ToString();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StorageException($"{path} is not a whole trading state: {e.Message}", e);
        }
    }

    // One line for the symbol; where several strategies hold it, one for each, since their entries differ.
    private static bool PrintPositions(TextWriter output, JsonProperty symbol)
    {
        var mark = Text.Price(symbol.Value.GetProperty("mark").GetDecimal());
        var holders = symbol.Value.GetProperty("strategies").EnumerateObject()
            .Where(strategy => strategy.Value.GetProperty("quantity").GetDecimal() != 0)
            .ToList();
        foreach (var (name, position) in holders.Select(holder => (holder.Name, holder.Value)))
        {
            var owner = holders.Count > 1 ? $" ({name})" : "";
            output.WriteLine(
                $"{symbol.Name}{owner}: {Text.Quantity(position.GetProperty("quantity").GetDecimal())} @ {mark}"
                + $" | Entry: {Text.Price(decimal.Round(position.GetProperty("averagePrice").GetDecimal(), 4))}"
                + $" | P&L: {Text.Money(position.GetProperty("unrealizedPnl").GetDecimal())}");
        }

        return holders.Count > 0;
    }

    private static void PrintPartitions(TextWriter output, IReadOnlyList<PartitionPosition> partitions, DateTime savedAt)
    {
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Kafka, as of the last save ({savedAt:yyyy-MM-dd HH:mm:ss} UTC)"));
        foreach (var line in PartitionLines.Table(partitions))
            output.WriteLine(line);
    }

    private static void Print(TextWriter output, JsonElement root)
    {
        var time = root.GetProperty("time").GetString();
        var (portfolio, status) = (root.GetProperty("portfolio").GetString(), root.GetProperty("status").GetString());
        output.WriteLine($"{portfolio}: {status}, {time ?? "no event yet"}");
        output.WriteLine();
        Row("Cash", Money("cash"));
        var hasPosition = false;
        foreach (var symbol in root.GetProperty("symbols").EnumerateObject())
            hasPosition |= PrintPositions(output, symbol);
        if (!hasPosition)
            output.WriteLine("No open position");
        Row("Total equity", Money("equity"));
        output.WriteLine();
        Row("Realized P&L", Money("realizedPnl"));
        Row("Unrealized P&L", Money("unrealizedPnl"));
        Row("Fees", Money("fees"));
        Row("Fills", Text.Count(root.GetProperty("fills").GetInt64()));
        if (root.GetProperty("halt").GetString() is { } halt and not "None")
            Row("Halted", halt);

        if (root.TryGetProperty("engine", out var engine) && engine.TryGetProperty("lateSlots", out var late) && late.GetInt64() > 0)
            Row("Late slots", Text.Count(late.GetInt64()));

        string Money(string name) => Text.Money(root.GetProperty(name).GetDecimal());
        void Row(string name, string value) => output.WriteLine($"{name,-16}{value,18}");
    }
}
