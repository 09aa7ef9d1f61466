using TradeBooks.Domain.Settings;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.SettingInForce")]
internal struct SettingInForceSurrogate
{
    [Id(0)]
    public string Key;

    [Id(1)]
    public string Value;

    [Id(2)]
    public string Description;
}

[RegisterConverter]
internal sealed class SettingInForceConverter : IConverter<SettingInForce, SettingInForceSurrogate>
{
    public SettingInForce ConvertFromSurrogate(in SettingInForceSurrogate surrogate) => new(surrogate.Key, surrogate.Value, surrogate.Description);

    public SettingInForceSurrogate ConvertToSurrogate(in SettingInForce value) => new()
    {
        Key = value.Key,
        Value = value.Value,
        Description = value.Description,
    };
}
