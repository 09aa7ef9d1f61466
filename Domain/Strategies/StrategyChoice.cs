using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Strategies;

/// <summary>A strategy of a portfolio: an id, and the type that it is of.</summary>
/// <param name="Id">Unique in the portfolio; scopes its settings (<c>trend.fast</c>).</param>
/// <param name="Type">What it is.</param>
public sealed record StrategyChoice(string Id, StrategyType Type)
{
    /// <summary>
    /// Reads <c>lss</c> (id and type are the same) or <c>trend=sma-cross</c>; several at once are separated by commas.
    /// </summary>
    /// <exception cref="SettingException">Unknown type, or an id that is empty, odd or given twice.</exception>
    public static IReadOnlyList<StrategyChoice> Parse(IEnumerable<string> texts)
    {
        var choices = new List<StrategyChoice>();
        foreach (var text in texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries)))
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            var id = at < 0 ? text : text[..at];
            var type = StrategyCatalog.Find(at < 0 ? text : text[(at + 1)..]);
            if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                throw new SettingException($"strategy '{text}': an id is made of letters, digits, '-' and '_'");
            if (choices.Any(choice => choice.Id == id))
                throw new SettingException($"strategy '{id}' is given twice; name them: first={type.Name},second={type.Name}");
            choices.Add(new StrategyChoice(id, type));
        }

        return choices.Count > 0 ? choices : throw new SettingException("no strategy is given");
    }
}
