using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Strategies;

/// <summary>A strategy of a portfolio as settings describe it.</summary>
/// <param name="Id">Unique in the portfolio.</param>
/// <param name="Type">Name of its type: <c>lss</c>.</param>
/// <param name="Settings">Its settings in force, its sizing included, in the order in which they were read.</param>
public sealed record StrategySetup(string Id, string Type, IReadOnlyList<SettingInForce> Settings);
