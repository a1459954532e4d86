#include "text/dates.h"
