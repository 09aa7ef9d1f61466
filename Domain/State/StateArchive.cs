namespace TradeBooks.Domain.State;

/// <summary>Saves or restores named fields; see <see cref="IPersistent"/>.</summary>
public abstract class StateArchive
{
    /// <summary>True while restoring: fields are overwritten.</summary>
    public abstract bool IsLoading { get; }

    public abstract void Item(string name, ref bool value);

    public abstract void Item(string name, ref int value);

    public abstract void Item(string name, ref long value);

    /// <summary>Every bit of the number survives, infinities and NaN too.</summary>
    public abstract void Item(string name, ref double value);

    /// <summary>Value and scale survive.</summary>
    public abstract void Item(string name, ref decimal value);

    public abstract void Item(string name, ref string value);

    /// <summary>An array of fixed length (restoring another length is an error).</summary>
    public abstract void Item(string name, double[] values);

    /// <summary>An array of fixed length (restoring another length is an error).</summary>
    public abstract void Item(string name, long[] values);

    /// <summary>An array of fixed length (restoring another length is an error); value and scale survive.</summary>
    public abstract void Item(string name, decimal[] values);

    /// <summary>Bytes that say by themselves where they end and what is in them.</summary>
    public abstract void Item(string name, ref ReadOnlyMemory<byte> value);

    /// <summary>A nested part.</summary>
    public abstract void Item(string name, IPersistent part);

    /// <summary>
    /// A list of parts: <paramref name="count"/> is written, or read; then <paramref name="item"/> is called for
    /// every index with the archive inside that element.
    /// </summary>
    public abstract void List(string name, ref int count, Action<int, StateArchive> item);

    /// <summary>
    /// Whether a field is in the state: one that is left out where it has its usual value, so that states without it stay
    /// as they are.
    /// </summary>
    /// <param name="name">The field.</param>
    /// <param name="isSaved">Whether to save it.</param>
    public abstract bool Has(string name, bool isSaved);

    /// <summary>A field that is left out where it is false.</summary>
    public void Optional(string name, ref bool value)
    {
        if (Has(name, value))
            Item(name, ref value);
        else
            value = false;
    }

    /// <summary>A field that is left out where it has its usual value.</summary>
    public void Optional(string name, ref long value, long usual = 0)
    {
        if (Has(name, value != usual))
            Item(name, ref value);
        else
            value = usual;
    }

    /// <summary>A field that is left out where it is 0.</summary>
    public void Optional(string name, ref int value)
    {
        if (Has(name, value != 0))
            Item(name, ref value);
        else
            value = 0;
    }

    /// <summary>A field that is left out where it is 0.</summary>
    public void Optional(string name, ref decimal value)
    {
        if (Has(name, value != 0))
            Item(name, ref value);
        else
            value = 0;
    }

    /// <summary>A list whose number of parts the run decides (restoring another number is an error).</summary>
    public void FixedList(string name, int count, Action<int, StateArchive> item)
    {
        var saved = count;
        List(name, ref saved, (index, element) =>
        {
            if (index >= count)
                throw new StateException($"saved state: '{name}' has more elements than the {count} of this run");
            item(index, element);
        });
        if (saved != count)
            throw new StateException($"saved state: '{name}' has {saved} elements, this run {count}");
    }

    public void Item<TEnum>(string name, ref TEnum value)
        where TEnum : struct, Enum
    {
        var text = value.ToString();
        Item(name, ref text);
        if (IsLoading && !(Enum.TryParse(text, out value) && Enum.IsDefined(value)))
            throw new StateException($"saved state: '{name}' is '{text}'");
    }
}
