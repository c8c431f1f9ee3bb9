namespace KernelGuard.Cel.Evaluation;

/// <summary>Calls into the host, whose exceptions become errors.</summary>
internal static class HostCall
{
    public static EngineFunctionBody Guard(CelFunctionBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (arguments, _) =>
        {
            try
            {
                return body(arguments);
            }
#pragma warning disable CA1031 // An expression never throws: whatever fails in the host is an error value.
            catch (Exception)
#pragma warning restore CA1031
            {
                return Failure("a function of the host failed");
            }
        };
    }

    public static bool TryGet(ICelMap map, in CelValue key, out CelValue value)
    {
        try
        {
            return map.TryGet(key, out value);
        }
#pragma warning disable CA1031 // An expression never throws: whatever fails in the host is an error value.
        catch (Exception)
#pragma warning restore CA1031
        {
            value = Failure("a map of the host failed");
            return true;
        }
    }

    /// <summary>Asks a map for a key; the answer is a boolean or an error.</summary>
    public static CelValue Contains(ICelMap map, in CelValue key)
    {
        try
        {
            return CelValue.FromBool(map.Contains(key));
        }
#pragma warning disable CA1031 // An expression never throws: whatever fails in the host is an error value.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Failure("a map of the host failed");
        }
    }

    public static CelValue Element(ICelList list, int index)
    {
        try
        {
            return list[index];
        }
#pragma warning disable CA1031 // An expression never throws: whatever fails in the host is an error value.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Failure("a list of the host failed");
        }
    }

    // The exception's own text may hold data that the reader of an error must not see.
    public static CelValue Failure(string message) => CelValue.Error(CelErrorCodes.HostFailure, message);
}
