"""What outlook keeps, by subject."""

from hoursback.web.outlook.models.drivers import Driven, Driver, DriverMonth
from hoursback.web.outlook.models.scenarios import Scenario
from hoursback.web.outlook.models.vision import Vision

__all__ = ["Driven", "Driver", "DriverMonth", "Scenario", "Vision"]
