using System.CommandLine;
using System.Security;
using TradeBooks.Cli.Settings;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    // In seconds: a year.
    private const long LongestInterval = 366 * 86_400;

    public static Option<string[]> Symbols() => new("--symbols", "-s")
    {
        Description = "Symbols, separated by commas; default: all that there are",
        HelpName = "A,B",
    };

    public static Option<string[]> Strategy() => new("--strategy", "--strategies")
    {
        Description = "Strategies: lss, sma-cross, macd-trend, book-imbalance; or id=type to use one twice",
        HelpName = "NAME",
        DefaultValueFactory = _ => ["lss"],
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "A setting; may be repeated. `tradebooks settings` lists them",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Config() => new("--config")
    {
        Description = $"Settings file; default: {SettingsLoader.FileName} in this folder, if there is one",
        HelpName = "FILE",
    };

    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Option<string> TimeZone() => new("--timezone")
    {
        Description = "Time zone of times that have no offset, for example America/New_York",
        HelpName = "ZONE",
        DefaultValueFactory = _ => "UTC",
    };

    public static Option<string> Label()
    {
        var option = new Option<string>("--label")
        {
            Description = "Whether a row's time is the start or the end of its bar",
            DefaultValueFactory = _ => "start",
        };
        return option.AcceptOnlyFromAmong("start", "end");
    }

    public static Option<string?> Interval() => new("--interval")
    {
        Description = "Length of a bar for --label end, such as 1m, 5m, 1h, 1d; default: read from the first rows",
        HelpName = "LENGTH",
    };

    public static Option<string> Order()
    {
        var option = new Option<string>("--order")
        {
            Description = "Whether the rows are oldest first (ascending) or newest first",
            DefaultValueFactory = _ => "ascending",
        };
        return option.AcceptOnlyFromAmong("ascending", "descending");
    }

    public static Option<string> BadRows(string description) =>
        new Option<string>("--bad-rows") { Description = description, DefaultValueFactory = _ => "stop" }.AcceptOnlyFromAmong("stop", "skip");

    /// <summary>The values of a list option; none where it is not given.</summary>
    /// <exception cref="SettingException">It is given, and nothing but commas.</exception>
    public static IReadOnlyList<string> List(ParseResult result, Option<string[]> option)
    {
        var values = result.GetValue(option);
        var list = Split(values);
        return list.Count > 0 || values is not { Length: > 0 }
            ? list
            : throw new SettingException($"{option.Name} {string.Join(' ', values)}: there is nothing between the commas");
    }

    /// <summary>Refuses options that go with something that is not asked for.</summary>
    /// <exception cref="SettingException">One of them is given.</exception>
    public static void Reject(ParseResult result, string why, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            if (result.GetResult(option) is { Implicit: false })
                throw new SettingException($"{option.Name} {why}");
        }
    }

    /// <summary>Splits at commas.</summary>
    public static IReadOnlyList<string> Split(string[]? values) =>
        values is null ? [] : [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <exception cref="SettingException">There is no such time zone.</exception>
    public static TimeZoneInfo FindTimeZone(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException)
        {
            throw new SettingException($"--timezone {id}: there is no such time zone");
        }
    }

    /// <exception cref="SettingException">Not a length.</exception>
    public static TimeSpan? ParseInterval(string? text, string option = "--interval")
    {
        if (text is null)
            return null;
        var unit = text.Length > 0 ? text[^1] : ' ';
        var factor = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        if (factor == 0 || !int.TryParse(text[..^1], System.Globalization.CultureInfo.InvariantCulture, out var count)
            || count < 1 || (long)count * factor > LongestInterval)
        {
            throw new SettingException($"{option} {text}: give a length such as 30s, 1m, 5m, 1h or 1d");
        }

        return TimeSpan.FromSeconds((long)count * factor);
    }

    public static BarLabel ParseLabel(string text) => text == "end" ? BarLabel.End : BarLabel.Start;

    public static BadRows ParseBadRows(string text) => text == "skip" ? Feeds.Csv.BadRows.Skip : Feeds.Csv.BadRows.Stop;

    public static RowOrder ParseOrder(string text) => text == "descending" ? RowOrder.Descending : RowOrder.Ascending;
}
