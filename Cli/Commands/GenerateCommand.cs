using System.CommandLine;
using System.Globalization;
using TradeBooks.Cli.Output;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Generation;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks generate</c>: synthetic bars of any length, the same for the same seed.</summary>
internal static class GenerateCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks generate --out bars --symbols AAA,BBB,CCC --days 5
          tradebooks generate --out big --symbols A,B,C,D,E,F --years 15 --seed 7
        """;

    public static Command Create(CliHost host)
    {
        var output = new Option<string>("--out", "-o") { Description = "Folder of the files", HelpName = "DIR", Required = true };
        var symbols = CommonOptions.Symbols();
        symbols.Required = true;
        symbols.Description = "Symbols, separated by commas";
        var years = new Option<int?>("--years") { Description = "Length in years", HelpName = "N" };
        var days = new Option<int?>("--days") { Description = "Length in sessions (default 5, unless --years is given)", HelpName = "N" };
        var seed = new Option<ulong>("--seed") { Description = "Another seed gives other prices", DefaultValueFactory = _ => 42 };
        var start = new Option<string>("--start") { Description = "First day, from 2007-01-01 on", DefaultValueFactory = _ => "2010-01-04" };
        var interval = new Option<int>("--interval-minutes") { Description = "Minutes of a bar", DefaultValueFactory = _ => 1 };
        var volume = new Option<bool>("--volume") { Description = "Add a volume column" };
        var gzip = new Option<bool>("--gzip") { Description = "Write SYMBOL.csv.gz" };
        var command = new Command("generate", "Write synthetic bars: the same bytes for the same seed on any machine")
        {
            output, symbols, years, days, seed, start, interval, volume, gzip,
        };
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            if (!DateOnly.TryParseExact(result.GetValue(start), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
                throw new SettingException($"--start {result.GetValue(start)}: give a date such as 2020-01-02");
            var length = result.GetValue(years);
            try
            {
                var made = SyntheticBarGenerator.Generate(
                    new SyntheticBarOptions
                    {
                        Symbols = CommonOptions.List(result, symbols),
                        Years = length,
                        Days = result.GetValue(days) ?? (length is null ? 5 : null),
                        Start = first,
                        IntervalMinutes = result.GetValue(interval),
                        Seed = result.GetValue(seed),
                        WithVolume = result.GetValue(volume),
                        Gzip = result.GetValue(gzip),
                    },
                    result.GetRequiredValue(output),
                    cancellation: stop);
                host.Output.WriteLine(
                    $"{Text.Count(made.Rows)} bars of {made.Files.Count} symbols, {Text.Count(made.Sessions)} sessions, "
                    + $"{Text.Count(made.Bytes)} bytes: {result.GetRequiredValue(output)}");
                return ExitCode.Success;
            }
            catch (ArgumentException e)
            {
                // Without the name of the parameter and the second line that .NET adds.
                throw new SettingException(e.Message.Split(" (Parameter ")[0]);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
        })));
        return command;
    }
}
