using System.Diagnostics.CodeAnalysis;

namespace KernelGuard.Cel.Evaluation;

/// <summary>Calls into the host, whose exceptions become errors.</summary>
[SuppressMessage("Design", "CA1031", Justification = "An expression never throws: whatever fails in the host is an error value.")]
internal static class HostCall
{
    private const string FunctionFailed = "a function of the host failed";

    public static EngineFunctionBody Guard(CelFunctionBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (arguments, _) =>
        {
            try
            {
                return body(arguments);
            }
            catch (Exception)
            {
                return Failure(FunctionFailed);
            }
        };
    }

    /// <summary>Makes the implementation for a literal; null with a problem if there is none.</summary>
    public static CelFunctionBody? Bind(CelLiteralBinder binder, string literal, out string problem)
    {
        try
        {
            return binder(literal, out problem);
        }
        catch (Exception)
        {
            problem = FunctionFailed;
            return null;
        }
    }

    public static bool TryGet(ICelMap map, in CelValue key, out CelValue value)
    {
        try
        {
            return map.TryGet(key, out value);
        }
        catch (Exception)
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
        catch (Exception)
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
        catch (Exception)
        {
            return Failure("a list of the host failed");
        }
    }

    /// <summary>Evaluates a whole expression; what its parts do not catch themselves ends here.</summary>
    public static CelValue Evaluate(Node root, CelActivation activation)
    {
        try
        {
            return root.Evaluate(activation);
        }
        catch (Exception)
        {
            return Failure("code of the host failed");
        }
    }

    // The exception's own text may hold data that the reader of an error must not see.
    public static CelValue Failure(string message) => CelValue.Error(CelErrorCodes.HostFailure, message);
}
